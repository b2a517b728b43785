/** Draw again only when a property is another one; all of them are always given. preact/compat has this too, and four kilobytes besides. */

import { Component, type ComponentType, type VNode } from "preact";

export function memo<P extends object>(Drawn: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      for (const key in next) if (next[key] !== (this.props as P)[key]) return true;
      return false;
    }

    override render(): VNode {
      return <Drawn {...(this.props as P)} />;
    }
  };
}
