import type { ReadingsWords } from "./readings";

export const readingsPtBR: ReadingsWords = {
  yes: "sim",
  no: "não",
  keys: { on: "ligado", device: "dispositivo", commands: "comandos", running: "programa rodando" },
  commands: {
    on: "ligar",
    off: "desligar",
    toggle: "alternar",
    status: "estado",
    set: "ajustar",
    open: "abrir",
    close: "fechar",
    press: "apertar",
    reset: "zerar",
  },
  lampOn: "liga",
  tryIt: "experimente:",
  count: (count) => (count === 1 ? "1 leitura" : `${count} leituras`),
  andOthers: (count) => `e mais ${count}`,
};
