// Shows what is looked for as one types or ticks: the page that the button would bring is asked for, and what it found
// takes the place of what stands there. So it is the same with scripts and without.
const PAUSE = 300; // milliseconds without a change

for (const form of document.querySelectorAll("form[data-finds]")) {
  let timer;
  let asked = 0; // answers to earlier questions are late, and let go

  async function find() {
    const said = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${location.pathname}?${new URLSearchParams(said)}`;
    const number = ++asked;
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(form.dataset.finds);
      if (answer.ok && found && number === asked) {
        document.getElementById(form.dataset.finds).replaceChildren(...found.childNodes);
        history.replaceState(null, "", address);
      }
    } catch {
      // The button still works, and says what is wrong.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE);
  });
}
