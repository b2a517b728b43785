/** The words of the devices page, in the page's language. */

import { devicesEn } from "./devices.en";
import { devicesPtBR } from "./devices.pt-BR";

export type DevicesWords = typeof devicesEn;

export const devicesWordsOf = (lang: string): DevicesWords =>
  lang.toLowerCase().startsWith("en") ? devicesEn : devicesPtBR;
