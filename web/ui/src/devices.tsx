/** The devices of one session. */

import "uplot/dist/uPlot.min.css";
import "./style/devices/index.css";
import { DevicesPage } from "./ui/devices-page";
import { mount } from "./ui/mount";

mount(<DevicesPage />);
