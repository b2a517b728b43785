/** The page of all sessions. */

import "./style/sessions/index.css";
import { mount } from "./ui/mount";
import { SessionsPage } from "./ui/sessions-page";

mount(<SessionsPage />);
