// Passkeys: asks the browser for one and sends what it gives with the form. The form says what for:
// data-passkey is "make", "show" or "sign-in". Options stand in the page, or come from the form's address.

async function options(form) {
  const inPage = document.getElementById('passkey-options')
  if (inPage) {
    return JSON.parse(inPage.textContent)
  }
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!answer.ok) {
    throw new Error('No options for a passkey came.')
  }
  return answer.json()
}

async function credential(form) {
  const given = await options(form)
  if (form.dataset.passkey !== 'make') {
    return window.webauthnJSON.get(given.request_options)
  }
  const alone = form.elements.passwordless?.checked ?? false
  const wanted = given.creation_options.publicKey.authenticatorSelection
  wanted.residentKey = alone ? 'required' : 'discouraged'
  wanted.requireResidentKey = alone
  if (alone) {
    wanted.userVerification = 'required'
  }
  return window.webauthnJSON.create(given.creation_options)
}

if (window.webauthnJSON?.supported()) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      try {
        form.elements.credential.value = JSON.stringify(await credential(form))
      } catch (refusal) {
        if (refusal.name === 'NotAllowedError' || refusal.name === 'AbortError') {
          return // the person stopped it
        }
        throw refusal
      }
      form.submit()
    })
  }
}
