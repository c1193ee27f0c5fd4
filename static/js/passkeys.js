// A form with data-passkey ("get" or "create") asks the browser for a passkey before it is sent, and sends what that says
// in its field `credential`. What to ask stands in data-options, else where the form is sent to. webauthn-json.js comes first.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const field = form.elements.credential;
  const fault = form.querySelector("[data-passkey-fault]");

  async function optionsOf() {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The options came as ${answer.status}.`);
    return (await answer.json()).request_options;
  }

  function asked(options) {
    if (form.dataset.passkey === "get") return webauthnJSON.get(options);
    const chosen = { ...options.publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true };
    chosen.userVerification = "required";
    return webauthnJSON.create({ publicKey: { ...options.publicKey, authenticatorSelection: chosen } });
  }

  function tell(error) {
    const said = {
      NotAllowedError: "Nothing came of it: it was cancelled, took too long, or there is no passkey for this site here.",
      InvalidStateError: "This device has a passkey for your account already.",
      SecurityError: "Passkeys work only where this site is reached by its name and encrypted.",
    };
    fault.textContent = said[error.name] || "This browser could not use a passkey. Try again, or log in another way.";
    fault.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    if (field.value) return; // the second time, with what the passkey said
    event.preventDefault();
    const button = event.submitter;
    fault.hidden = true;
    button.disabled = true;
    try {
      field.value = JSON.stringify(await asked(await optionsOf()));
      button.disabled = false;
      form.requestSubmit(button);
    } catch (error) {
      button.disabled = false;
      tell(error);
    }
  });
  addEventListener("pageshow", () => { field.value = ""; });
}
