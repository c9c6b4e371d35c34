"use strict";

const words = window.harbourWords;
const marked = [...document.querySelectorAll("[data-t]")];
words.en = Object.fromEntries(marked.map((element) => [element.dataset.t, element.textContent]));

const LANGUAGE = "harbour:language";
const CUSTOMER = "harbour:customer";
let customers = [];

function speak(locale) {
  document.documentElement.lang = locale;
  for (const element of marked) element.textContent = words[locale][element.dataset.t];
  for (const button of document.querySelectorAll("[data-locale]:not(script)")) {
    button.setAttribute("aria-pressed", String(button.dataset.locale === locale));
  }
  localStorage.setItem(LANGUAGE, locale);
  window.Handrail?.locale(locale);
}

function become(externalId) {
  const customer = customers.find((one) => one.external_id === externalId);
  if (customer) localStorage.setItem(CUSTOMER, externalId);
  else localStorage.removeItem(CUSTOMER);
  window.Handrail?.identify(customer ? { external_id: externalId, name: customer.name } : {});
}

async function offerCustomers() {
  const response = await fetch("/api/v1/demo/customers").catch(() => null);
  if (!response?.ok) return;
  customers = await response.json();
  const select = document.getElementById("customer");
  for (const { external_id, name, segment } of customers) {
    select.append(new Option(segment ? `${name} (${segment})` : name, external_id));
  }
  select.closest("label").hidden = customers.length === 0;
  select.addEventListener("change", () => become(select.value));
  const last = localStorage.getItem(CUSTOMER);
  if (last && customers.some((one) => one.external_id === last)) {
    select.value = last;
    become(last);
  }
}

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(LANGUAGE);
  const locale = asked ?? navigator.language.slice(0, 2);
  return locale in words ? locale : "en";
}

for (const button of document.querySelectorAll("[data-locale]:not(script)")) {
  button.addEventListener("click", () => speak(button.dataset.locale));
}
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => window.Handrail?.open());
}
for (const button of document.querySelectorAll("[data-draft]")) {
  button.addEventListener("click", () => window.Handrail?.open({ draft: button.textContent }));
}
speak(firstLanguage());
offerCustomers();
