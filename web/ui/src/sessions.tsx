/** The page of all sessions. */

import { mount } from "./ui/mount";
import { SessionsPage } from "./ui/sessions-page";

mount(<SessionsPage />);
