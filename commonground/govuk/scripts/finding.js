// Shows what is looked for as one types or ticks: the page that the button would bring is asked for, and what it found
// takes the place of what stands there. So it is the same with scripts and without.
const PAUSE = 300; // milliseconds without a change

for (const form of document.querySelectorAll("form[data-finds]")) {
  let timer;
  let question = new XMLHttpRequest(); // it reads a page as a document

  function find() {
    const said = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${location.pathname}?${new URLSearchParams(said)}`;
    question.abort(); // an earlier answer would come too late
    question = new XMLHttpRequest();
    question.responseType = "document";
    question.addEventListener("load", ({ target }) => {
      if (target.status === 200) {
        show(target.response, address);
      }
    });
    question.open("GET", address);
    question.send();
  }

  function show(page, address) {
    for (const id of form.dataset.finds.split(" ")) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    history.replaceState(null, "", address);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE);
  });
}
