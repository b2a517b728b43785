/** Bootstrap's colour mode follows what the viewer's system prefers, also when that changes. */

type Query = Pick<MediaQueryList, "matches" | "addEventListener">;

export function followTheme(root: HTMLElement, dark: Query): void {
  const apply = (): void => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  apply();
  dark.addEventListener("change", apply);
}
