import { ChevronDown, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Checkbox,
  CheckboxGroup,
  type CheckboxProps,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SearchField,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { useSpeech } from "../i18n";

interface FieldProps extends Omit<TextFieldProps, "children"> {
  label: string;
  hint?: string;
  rows?: number;
  placeholder?: string;
}

export function Field({ label, hint, rows, placeholder, ...rest }: FieldProps) {
  const place = placeholder ? { placeholder } : {};
  return (
    <TextField {...rest} className="field">
      <Label>{label}</Label>
      {rows ? <TextArea rows={rows} {...place} /> : <Input {...place} />}
      {hint ? <Text slot="description">{hint}</Text> : null}
      <FieldError />
    </TextField>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; hint?: string }[];
}

export function RadioChoice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <RadioGroup className="radios" value={value} onChange={(next) => onChange(next as T)}>
      <Label>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="radio">
          <span className="radio-dot" aria-hidden="true" />
          <span>
            <b>{option.label}</b>
            {option.hint ? <small>{option.hint}</small> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

export function Choice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <Select
      className="field select"
      value={value}
      onChange={(key) => key !== null && onChange(String(key) as T)}
    >
      <Label>{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <ChevronDown aria-hidden size={14} />
      </Button>
      <Popover className="popover">
        <ListBox className="menu">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} className="menu-item">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface SearchProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  inputRef?: React.RefObject<HTMLInputElement | null>;
  hint?: ReactNode;
}

export function SearchBox({ label, value, onChange, inputRef, hint }: SearchProps) {
  const { t } = useSpeech();
  return (
    <SearchField className="search" aria-label={label} value={value} onChange={onChange}>
      <Search aria-hidden size={14} />
      <Input placeholder={label} {...(inputRef ? { ref: inputRef } : {})} />
      {value ? (
        <Button className="icon-button" aria-label={t("do.close")}>
          <X aria-hidden size={14} />
        </Button>
      ) : (
        hint
      )}
    </SearchField>
  );
}

interface CheckChoiceProps {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  options: readonly { value: string; label: string }[];
}

/** Several of a few; at least one must be chosen. */
export function CheckChoice({ label, value, onChange, options }: CheckChoiceProps) {
  return (
    <CheckboxGroup className="checks" value={value} onChange={onChange} isRequired>
      <Label>{label}</Label>
      {options.map((option) => (
        <Check key={option.value} value={option.value}>
          {option.label}
        </Check>
      ))}
      <FieldError />
    </CheckboxGroup>
  );
}

export function Check({
  children,
  ...rest
}: Omit<CheckboxProps, "children"> & { children: string }) {
  return (
    <Checkbox {...rest} className="check">
      <span className="check-box" aria-hidden="true" />
      {children}
    </Checkbox>
  );
}
