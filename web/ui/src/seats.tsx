import { mount } from "./page";

mount((page) => <p>{page.words.loading}</p>);
