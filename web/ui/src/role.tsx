/** The window of one role. */

import { mount } from "./ui/mount";
import { RoomPage } from "./ui/room-page";

mount(<RoomPage />);
