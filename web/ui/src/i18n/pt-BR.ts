import type { Dictionary } from ".";

export const ptBR: Dictionary = { loading: "Carregando…" };
