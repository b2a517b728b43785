/** The page of one session, where one takes a seat. */

import { mount } from "./ui/mount";
import { SeatsPage } from "./ui/seats-page";

mount(<SeatsPage />);
