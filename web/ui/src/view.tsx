/** To look on: a session, live and read only, or an archived one. */

import "./style/room/index.css";
import { ArchivePage } from "./ui/archive-page";
import { mount } from "./ui/mount";
import { ViewPage } from "./ui/view-page";

const archive = document.getElementById("app")?.dataset["archive"];
mount(archive ? <ArchivePage name={archive} /> : <ViewPage />);
