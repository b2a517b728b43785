import "./page";

export {};
