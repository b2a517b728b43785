/** What every page loads, also those without any other script: the style sheet and the theme. */

import "./style/index.css";
import { keepQuery } from "./ui/language-link";
import { followTheme } from "./ui/theme";

keepQuery(document.querySelector(".nav-link[hreflang]"));
followTheme(document.documentElement, window.matchMedia("(prefers-color-scheme: dark)"));
