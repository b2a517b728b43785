/** The fault lab of one session: faults on purpose, and what they cost. */

import "./style/faults/index.css";
import { FaultsPage } from "./ui/faults-page";
import { mount } from "./ui/mount";

mount(<FaultsPage />);
