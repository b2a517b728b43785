/**
 * Redraw a component only when one of its properties has changed. Every property is always given. preact/compat exports
 * the same function, but adds four kilobytes.
 */

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
