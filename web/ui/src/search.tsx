/** Search over the logs. */

import "./style/search.css";
import { mount } from "./ui/mount";
import { SearchPage } from "./ui/search-page";

mount(<SearchPage />);
