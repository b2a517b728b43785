import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { DevicesWords } from "../i18n/devices";
import type { Roster } from "../model/devices";
import { quantityText } from "../model/quantity";
import type { Rule } from "../model/rules";
import { seriesId, unitOf } from "../model/series";
import { ApiError } from "../net/http";
import { askForEvent } from "../net/session-state";
import { usePage } from "./context";
import { RuleForm } from "./devices-rule-form";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly rules: readonly Rule[];
  readonly roster: Roster;
  /** The units that devices describe, by the series' `id`. */
  readonly units: ReadonlyMap<string, string>;
}

/** The rule that is being written: a new one, or one that stands; null when none is. */
type Writing = { readonly rule: Rule | null } | null;

/** The rules of the session, and for who may manage it a way to change them. */
export function RulesPanel({ rules, roster, units }: Props): VNode | null {
  const { session, mayManage } = usePage();
  const words = useDevicesWords();
  const [writing, setWriting] = useState<Writing>(null);
  const [problem, setProblem] = useState("");
  if (!mayManage && rules.length === 0) return null;
  const set = async (changed: readonly Rule[]): Promise<void> => {
    setProblem("");
    try {
      await askForEvent(session, "rules-changed", { rules: changed });
      setWriting(null);
    } catch (error) {
      setProblem(words.rulesFailed(error instanceof ApiError ? error.detail : String(error)));
    }
  };
  const without = (rule: Rule | null): Rule[] => rules.filter(({ name }) => name !== rule?.name);
  return (
    <section id="rules" class="panel rules" aria-labelledby="rules-title">
      <h2 id="rules-title" class="panel-title">
        {words.rules}
      </h2>
      <p class="lead-text">{rules.length === 0 ? `${words.noRules} ${words.rulesLead}` : words.rulesLead}</p>
      <RuleList
        rules={rules}
        units={units}
        onEdit={(rule) => setWriting({ rule })}
        onRemove={(rule) => void set(without(rule))}
      />
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {writing && (
        <RuleForm
          key={writing.rule?.name ?? ""}
          rule={writing.rule}
          others={without(writing.rule)}
          roster={roster}
          onSave={(rule) => void set(replaced(rules, writing.rule, rule))}
          onCancel={() => setWriting(null)}
        />
      )}
      {mayManage && !writing && (
        <button type="button" class="btn btn-tool" onClick={() => setWriting({ rule: null })}>
          {words.newRule}
        </button>
      )}
    </section>
  );
}

interface ListProps {
  readonly rules: readonly Rule[];
  readonly units: ReadonlyMap<string, string>;
  readonly onEdit: (rule: Rule) => void;
  readonly onRemove: (rule: Rule) => void;
}

function RuleList({ rules, units, onEdit, onRemove }: ListProps): VNode | null {
  const { lang, mayManage } = usePage();
  const words = useDevicesWords();
  if (rules.length === 0) return null;
  return (
    <ul class="rule-list">
      {rules.map((rule) => (
        <li key={rule.name} class="rule">
          <span class="rule-words">
            <span class="rule-name">{rule.name}</span> <span>{ruleText(rule, units, lang, words)}</span>
          </span>
          {mayManage && (
            <span class="rule-tools">
              <button
                type="button"
                class="btn btn-sm btn-tool"
                aria-label={words.editRule(rule.name)}
                onClick={() => onEdit(rule)}
              >
                {words.edit}
              </button>
              <button
                type="button"
                class="btn btn-sm btn-tool"
                aria-label={words.removeRule(rule.name)}
                onClick={() => onRemove(rule)}
              >
                {words.remove}
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const SIGNS: Readonly<Record<Rule["operator"], string>> = {
  ">": ">",
  ">=": "≥",
  "<": "<",
  "<=": "≤",
  "=": "=",
  "!=": "≠",
};

function ruleText(rule: Rule, units: ReadonlyMap<string, string>, lang: string, words: DevicesWords): string {
  const unit = units.get(seriesId(rule.role, rule.key)) ?? unitOf(rule.key);
  const condition = `${rule.role} ${rule.key} ${SIGNS[rule.operator]} ${quantityText(rule.value, unit, lang)}`;
  return words.ruleOf(condition, words.ruleAct(rule.say, rule.to ?? ""));
}

/** With `fresh` in the place of `old`, or at the end. */
const replaced = (rules: readonly Rule[], old: Rule | null, fresh: Rule): readonly Rule[] =>
  old ? rules.map((rule) => (rule.name === old.name ? fresh : rule)) : [...rules, fresh];
