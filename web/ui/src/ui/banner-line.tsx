import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import type { Banner } from "../model/banner";
import { usePage } from "./context";

export function BannerLine({ banner, onHurry }: { banner: Banner | null; onHurry: () => void }): VNode {
  const { words } = usePage();
  return (
    <div class="banner-place" role="status">
      {banner && (
        <div class={`banner ${banner.kind}`}>
          <span class="banner-dot" />
          <span>{bannerText(banner, words)}</span>
          {banner.kind === "offline" && (
            <button type="button" class="btn btn-sm btn-quiet" onClick={onHurry}>{words.connectNow}</button>
          )}
        </div>
      )}
    </div>
  );
}

function bannerText(banner: Banner, words: Dictionary): string {
  switch (banner.kind) {
    case "connecting":
      return words.connecting;
    case "offline":
      return words.offlineBanner;
    case "reconnected":
      return words.reconnected;
    case "bridge-offline":
      return words.bridgeOffline;
    case "broker-offline":
      return words.brokerOffline;
    case "catching-up":
      return words.catchingUp(banner.count);
    case "refused":
      return words.refused(banner.detail);
  }
}
