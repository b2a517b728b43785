import type { ComponentChildren, TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { Roster } from "../model/devices";
import { type RuleValue, rolesToTell, valuesToWatch, wordsToSay } from "../model/rule-choices";
import {
  freeName,
  OPERATORS,
  type Operator,
  type Rule,
  type RuleFault,
  ruleFault,
  writtenNumber,
} from "../model/rules";
import { seriesId } from "../model/series";
import { usePage } from "./context";
import { useDevicesWords } from "./devices-use";

interface Props {
  /** The rule that is changed; null for a new one. */
  readonly rule: Rule | null;
  readonly others: readonly Rule[];
  readonly roster: Roster;
  readonly onSave: (rule: Rule) => void;
  readonly onCancel: () => void;
}

/** What is written so far. */
interface Draft {
  readonly watched: RuleValue;
  readonly operator: Operator;
  readonly number: string;
  readonly say: string;
  readonly to: string;
  readonly name: string;
}

/** A rule to write: which value, compared how, with which number, what to say, to whom. */
export function RuleForm({ rule, others, roster, onSave, onCancel }: Props): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const values = withValue(valuesToWatch(roster), rule);
  const roles = withText(rolesToTell(roster), rule?.to ?? "");
  const [draft, setDraft] = useState<Draft>(() => draftOf(rule, values[0], freeName(words.ruleWord, others), lang));
  const [fault, setFault] = useState<RuleFault | null>(null);
  const write = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const written = ruleOf(draft);
    const found = ruleFault(written, others);
    setFault(found);
    if (!found) onSave(written);
  };
  const watched = seriesId(draft.watched.role, draft.watched.key);
  return (
    <form class="rule-form" onSubmit={submit} noValidate>
      <Field id="rule-value" title={words.ruleValue} isWide>
        <select
          id="rule-value"
          class="form-select"
          value={watched}
          onChange={({ currentTarget }) => write({ watched: values[currentTarget.selectedIndex] ?? draft.watched })}
        >
          {values.map(({ role, key }) => (
            <option key={seriesId(role, key)} value={seriesId(role, key)}>
              {role} {key}
            </option>
          ))}
        </select>
      </Field>
      <Field id="rule-operator" title={words.ruleIs}>
        <select
          id="rule-operator"
          class="form-select"
          value={draft.operator}
          onChange={({ currentTarget }) => write({ operator: OPERATORS[currentTarget.selectedIndex] ?? ">" })}
        >
          {OPERATORS.map((operator) => (
            <option key={operator} value={operator}>
              {words.operators[operator]}
            </option>
          ))}
        </select>
      </Field>
      <Text
        id="rule-number"
        title={words.ruleNumber}
        value={draft.number}
        isWrong={fault === "number"}
        isNumber
        onWrite={(number) => write({ number })}
      />
      <Text
        id="rule-say"
        title={words.ruleSay}
        value={draft.say}
        isWrong={fault === "say"}
        offers={wordsToSay(roster.get(draft.to))}
        onWrite={(say) => write({ say })}
      />
      <Field id="rule-to" title={words.ruleTo}>
        <select
          id="rule-to"
          class="form-select"
          value={draft.to}
          onChange={({ currentTarget }) => write({ to: currentTarget.value })}
        >
          <option value="">{words.everybody}</option>
          {roles.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </select>
      </Field>
      <Text
        id="rule-name"
        title={words.ruleName}
        value={draft.name}
        isWrong={fault === "name"}
        onWrite={(name) => write({ name })}
      />
      {fault && (
        <p class="problem" role="alert">
          {words.ruleFaults[fault]}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="btn btn-quiet" onClick={onCancel}>
          {words.cancel}
        </button>
        <button type="submit" class="btn btn-primary">
          {words.saveRule}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly title: string;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

const Field = ({ id, title, isWide = false, children }: FieldProps): VNode => (
  <div class={`rule-field ${isWide ? "wide" : ""}`}>
    <label class="form-label" for={id}>
      {title}
    </label>
    {children}
  </div>
);

interface TextProps {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly isNumber?: boolean;
  /** What may be written here. */
  readonly offers?: readonly string[];
  readonly onWrite: (text: string) => void;
}

const Text = ({ id, title, value, isWrong, isNumber = false, offers = [], onWrite }: TextProps): VNode => (
  <Field id={id} title={title}>
    <input
      id={id}
      class={`form-control ${isWrong ? "is-invalid" : ""}`}
      value={value}
      autocomplete="off"
      inputMode={isNumber ? "decimal" : "text"}
      aria-invalid={isWrong}
      list={offers.length > 0 ? `${id}-offers` : undefined}
      onInput={({ currentTarget }) => onWrite(currentTarget.value)}
    />
    {offers.length > 0 && (
      <datalist id={`${id}-offers`}>
        {offers.map((offer) => (
          <option key={offer} value={offer} />
        ))}
      </datalist>
    )}
  </Field>
);

function draftOf(rule: Rule | null, first: RuleValue | undefined, name: string, lang: string): Draft {
  if (!rule) return { watched: first ?? { role: "", key: "" }, operator: ">", number: "", say: "", to: "", name };
  const { role, key, operator, value, say, to = "" } = rule;
  return { watched: { role, key }, operator, number: numberAsWritten(value, lang), say, to, name: rule.name };
}

function ruleOf({ watched, operator, number, say, to, name }: Draft): Rule {
  return {
    ...watched,
    operator,
    value: writtenNumber(number),
    say: say.trim(),
    name: name.trim(),
    ...(to ? { to } : {}),
  };
}

/** The value of a rule that stands may be one that nobody has reported yet. */
const withValue = (values: readonly RuleValue[], rule: Rule | null): readonly RuleValue[] =>
  rule === null || values.some(({ role, key }) => role === rule.role && key === rule.key)
    ? values
    : [...values, { role: rule.role, key: rule.key }];

const withText = (texts: readonly string[], text: string): readonly string[] =>
  text === "" || texts.includes(text) ? texts : [...texts, text];

const numberAsWritten = (value: number, lang: string): string =>
  lang === "pt-BR" ? String(value).replace(".", ",") : String(value);
