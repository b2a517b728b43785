/** The wire of one session: its MQTT packets as they pass. */

import "./style/wire/index.css";
import { mount } from "./ui/mount";
import { WirePage } from "./ui/wire-page";

mount(<WirePage />);
