// Asks the browser for a passkey where a form says so, and sends what it answered. Without this file the form stays hidden.
const { credentials } = navigator;
const able = credentials && window.PublicKeyCredential?.parseRequestOptionsFromJSON;

const asked = {
  new: (options) => credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  ask: (options) => credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  const failed = form.querySelector("[data-passkey-failed]");
  const known = form.querySelector("[data-passkey-known]");
  const typed = [...form.querySelectorAll("input:not([type=hidden])")];
  form.hidden = false;
  form.nextElementSibling.hidden = true;
  form.addEventListener("submit", async (event) => {
    // The page says what is missing before a device keeps a passkey that nobody knows.
    if (!typed.every((field) => field.value.trim())) return;
    event.preventDefault();
    failed.hidden = known.hidden = true;
    try {
      const answer = await asked[form.dataset.passkey](JSON.parse(form.dataset.options));
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(answer.toJSON());
    } catch (error) {
      (error.name === "InvalidStateError" ? known : failed).hidden = false;
      return;
    }
    form.submit();
  });
}
