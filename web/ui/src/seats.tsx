/** The page of one session, where one takes a seat. */

import "./style/seats/index.css";
import { mount } from "./ui/mount";
import { SeatsPage } from "./ui/seats-page";

mount(<SeatsPage />);
