import { useActions } from "../actions/provider";
import { Choice, Field } from "../parts/field";

export interface Properties {
  audience: string;
  locale: string;
  owner: string;
  valid_from: string;
  valid_until: string;
}

interface PropertyFieldsProps {
  of: Properties;
  onSet: (name: keyof Properties, value: string) => void;
}

/** Who reads an article, its language and owner, and when it holds: for one, or for all of an import. */
export function PropertyFields({ of, onSet }: PropertyFieldsProps) {
  const { speech } = useActions();
  const { t } = speech;
  const set = (name: keyof Properties) => (value: string) => onSet(name, value);
  return (
    <div className="kno-said">
      <Choice
        label={t("kno.audience")}
        value={of.audience}
        onChange={set("audience")}
        options={[
          { value: "customer", label: t("kno.audience.customer") },
          { value: "staff", label: t("kno.audience.staff") },
        ]}
      />
      <Field label={t("kno.locale")} value={of.locale} onChange={set("locale")} />
      <Field label={t("imp.from")} type="date" value={of.valid_from} onChange={set("valid_from")} />
      <Field
        label={t("imp.until")}
        type="date"
        value={of.valid_until}
        onChange={set("valid_until")}
      />
      <Field
        label={t("imp.owner")}
        hint={t("kno.owner.hint")}
        value={of.owner}
        onChange={set("owner")}
        maxLength={200}
      />
    </div>
  );
}
