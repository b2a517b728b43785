/** Search over the logs. */

import { mount } from "./ui/mount";
import { SearchPage } from "./ui/search-page";

mount(<SearchPage />);
