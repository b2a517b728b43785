/** What every page loads, also those without any other script: the style sheet and the theme. */

import "./style/index.css";
import { followTheme } from "./ui/theme";

followTheme(document.documentElement, window.matchMedia("(prefers-color-scheme: dark)"));
