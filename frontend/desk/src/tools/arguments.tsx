import type { Argument, Arguments } from "../../../shared/api";
import { useSpeech } from "../i18n";
import { Check, Choice, Field } from "../parts/field";

export type Typed = Record<string, string>;

/** What a form holds at first: the call's values as text. */
export function typedOf(shapes: readonly Argument[], values: Arguments): Typed {
  return Object.fromEntries(
    shapes.map((one) => [one.name, String(values[one.name] ?? one.value ?? "")]),
  );
}

/** The values as their types, or null while one of them is none. */
export function valuesOf(shapes: readonly Argument[], typed: Typed): Arguments | null {
  const values: Arguments = {};
  for (const one of shapes) {
    const value = readValue(one, (typed[one.name] ?? "").trim());
    if (value === null) return null;
    values[one.name] = value;
  }
  return values;
}

function readValue(one: Argument, text: string): string | number | boolean | null {
  if (one.type === "boolean") return text === "true";
  if (one.type === "string") return text === "" ? null : text;
  const number = Number(text.replace(",", "."));
  const wrong = text === "" || !Number.isFinite(number);
  const low = one.minimum != null && number < one.minimum;
  const high = one.maximum != null && number > one.maximum;
  return wrong || low || high ? null : number;
}

interface ArgumentFieldsProps {
  shapes: readonly Argument[];
  typed: Typed;
  onChange: (typed: Typed) => void;
}

/** A field for each argument, as the tool's schema has it; fixed ones are shown and cannot be changed. */
export function ArgumentFields({ shapes, typed, onChange }: ArgumentFieldsProps) {
  const { t } = useSpeech();
  const set = (name: string) => (value: string) => onChange({ ...typed, [name]: value });
  return (
    <div className="tool-fields">
      {shapes.map((one) => {
        const value = typed[one.name] ?? "";
        if (one.type === "boolean") {
          return (
            <Check
              key={one.name}
              isSelected={value === "true"}
              onChange={(next) => set(one.name)(String(next))}
            >
              {one.title}
            </Check>
          );
        }
        if (one.allowed?.length && !one.fixed) {
          return (
            <Choice
              key={one.name}
              label={one.title}
              value={value}
              onChange={set(one.name)}
              options={one.allowed.map((each) => ({ value: String(each), label: String(each) }))}
            />
          );
        }
        return (
          <Field
            key={one.name}
            label={one.title}
            value={value}
            onChange={set(one.name)}
            isReadOnly={one.fixed}
            isRequired
            inputMode={one.type === "string" ? "text" : "decimal"}
            {...(hintOf(one, t) ? { hint: hintOf(one, t) } : {})}
          />
        );
      })}
    </div>
  );
}

type Words = ReturnType<typeof useSpeech>["t"];

function hintOf(one: Argument, t: Words): string {
  if (one.fixed) return t("tool.fixed");
  if (one.minimum == null && one.maximum == null) return "";
  return t("tool.between", { low: one.minimum ?? "…", high: one.maximum ?? "…" });
}
