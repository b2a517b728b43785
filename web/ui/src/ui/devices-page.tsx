import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { labPath } from "../base";
import { type NoCommand, whyNoCommand } from "../model/command-right";
import { unitsOf } from "../model/device-controls";
import { type Device, MAX_DEVICES, stateOf } from "../model/devices";
import { roleIn, windowPath } from "../model/own-role";
import type { Room } from "../model/room";
import { leftOutOf } from "../model/series";
import { BannerLine } from "./banner-line";
import { usePage } from "./context";
import { DeviceCard } from "./devices-card";
import { ChartPanel } from "./devices-chart";
import { NoDevice } from "./devices-empty";
import { RoleDialog } from "./devices-role";
import { RulesPanel } from "./devices-rules";
import { type Commanding, type Lab, useCommands, useDevicesWords, useLab, useNow } from "./devices-use";
import { Icon } from "./icons";
import { SessionNames, useNameOf } from "./names";
import { ProjectedBar } from "./projector-bar";
import { useCardOrder } from "./use-card-order";

/** What the devices of a session report: a card for each, and a chart of what they measure. */
export function DevicesPage(): VNode {
  const { session } = usePage();
  const words = useDevicesWords();
  const lab = useLab(session);
  const { live, client } = lab;
  const now = useNow(live.ahead);
  const commanding = useCommands(lab.sender);
  const units = useMemo(() => unitsOf(live.roster), [live.roster]);
  const isLoading = live.book === null && !live.failed;
  return (
    <SessionNames names={client.room.state.names}>
      <div class="column wide devices">
        <ProjectedBar part="chart" />
        <header class="page-head">
          <a class="back-link" href={labPath(windowPath(session, roleIn(location.search)))}>
            <Icon name="back" />
            {words.toSession(session)}
          </a>
          <h1>{words.devices}</h1>
          <p class="lead-text">{words.lead}</p>
        </header>
        <BannerLine room={client.room} onReconnect={() => client.reconnectNow()} />
        {live.failed && (
          <p class="device-note" role="status">
            {words.historyFailed}
          </p>
        )}
        {live.roster.size > 0 && <Parts count={live.roster.size} hasChart={live.book !== null} />}
        {live.roster.size === 0 ? (
          <Nothing isLoading={isLoading && client.room.phase !== "refused"} />
        ) : (
          <Cards lab={lab} commanding={commanding} now={now} />
        )}
        {live.roster.size > 0 && live.book && (
          <ChartPanel
            series={live.book.series}
            units={units}
            rules={client.room.state.rules}
            leftOut={leftOutOf(live.book)}
            now={now}
          />
        )}
        {live.roster.size > 0 && <RulesPanel rules={client.room.state.rules} roster={live.roster} units={units} />}
      </div>
    </SessionNames>
  );
}

/** On a phone: the way to each part without scrolling past the others. */
function Parts({ count, hasChart }: { count: number; hasChart: boolean }): VNode {
  const words = useDevicesWords();
  return (
    <nav class="device-parts" aria-label={words.parts}>
      <a href="#cards">
        {words.devices} ({count})
      </a>
      {hasChart && <a href="#chart">{words.chart}</a>}
      <a href="#rules">{words.rules}</a>
    </nav>
  );
}

function Nothing({ isLoading }: { isLoading: boolean }): VNode {
  const words = useDevicesWords();
  return isLoading ? (
    <p class="lead-text" role="status">
      {words.loading}
    </p>
  ) : (
    <NoDevice />
  );
}

interface Props {
  readonly lab: Lab;
  readonly commanding: Commanding;
  readonly now: number;
}

function Cards({ lab: { live, client, sender }, commanding, now }: Props): VNode {
  const words = useDevicesWords();
  const { mayWrite, session } = usePage();
  const nameOf = useNameOf();
  const order = useCardOrder(session);
  const roles = order.of([...live.roster.keys()]);
  const devices = roles.flatMap((role) => live.roster.get(role) ?? []);
  const list = useRef<HTMLUListElement>(null);
  const move = (role: string, by: -1 | 1): void => {
    order.move(roles, role, by);
    // The element that moves in the page loses the focus.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-role="${role}"] summary`)?.focus());
  };
  const canBeTold = devices.some(({ commands }) => commands.length > 0);
  const why = whyNoCommand(mayWrite, sender.refusal);
  return (
    <section id="cards" aria-label={words.devices}>
      {canBeTold && why && <OnlyLooking why={why} role={sender.role} onChange={commanding.choose} />}
      <ul ref={list} class="device-cards">
        {devices.map((device, place) => (
          <DeviceCard
            key={device.role}
            device={device}
            place={place}
            of={devices.length}
            onMove={move}
            state={stateIn(client.room, device, now)}
            series={live.book?.series ?? null}
            mayCommand={why === null}
            sent={commanding.sent}
            logged={sender.logged}
            outbox={sender.outbox}
            now={now}
            onCommand={(command, text, wanted) => commanding.give({ device, command, text, wanted })}
          />
        ))}
      </ul>
      {devices.length >= MAX_DEVICES && <p class="device-note">{words.devicesShown(MAX_DEVICES)}</p>}
      {commanding.isFull && (
        <p class="problem" role="alert">
          {words.outboxFull}
        </p>
      )}
      {canBeTold && why === null && sender.role && (
        <p class="send-as">
          {words.sendAs} <strong>{nameOf(sender.role)}</strong>{" "}
          <button type="button" class="btn btn-link" onClick={commanding.choose}>
            {words.change}
          </button>
        </p>
      )}
      {commanding.isChoosing && (
        <RoleDialog
          role={sender.role}
          lastRole={sender.lastRole()}
          sends={commanding.pending !== null}
          taken={live.roster}
          onRole={commanding.chosen}
          onCancel={commanding.cancel}
        />
      )}
    </section>
  );
}

interface LookingProps {
  readonly why: NoCommand;
  readonly role: string;
  readonly onChange: () => void;
}

/** Why there are no controls, and what helps. */
function OnlyLooking({ why, role, onChange }: LookingProps): VNode {
  const words = useDevicesWords();
  const name = useNameOf()(role);
  const texts: Record<NoCommand, string> = {
    "view-only": words.viewOnly,
    "role-taken": words.roleTaken(name),
    "device-role": words.roleOfAccount(name),
    refused: words.roleRefused(name),
  };
  return (
    <p class="only-looking" role="status">
      {texts[why]}
      {why !== "view-only" && (
        <button type="button" class="btn btn-link" onClick={onChange}>
          {words.takeAnother}
        </button>
      )}
    </p>
  );
}

const stateIn = (room: Room, device: Device, now: number): ReturnType<typeof stateOf> =>
  stateOf(device, room.participants, now);
