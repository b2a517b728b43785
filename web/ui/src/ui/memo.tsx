/** Draw again only when a property is another one. preact/compat has this too, and four kilobytes besides. */

import { Component, type ComponentType, type VNode } from "preact";

export function memo<P extends object>(Drawn: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const keys = new Set([...Object.keys(next), ...Object.keys(this.props)]) as Set<keyof P>;
      return [...keys].some((key) => next[key] !== (this.props as P)[key]);
    }

    override render(): VNode {
      return <Drawn {...(this.props as P)} />;
    }
  };
}
