// Items are moved on the board by dragging their cards: the form of the card is sent, as by hand. In the table, the
// number of chosen items is told.
const board = document.querySelector("[data-board]");
if (board) {
  let lifted = null;
  for (const card of board.querySelectorAll(".card")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      lifted = card;
      card.classList.add("lifted");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("a").textContent);
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("lifted");
      for (const column of board.children) column.classList.remove("over-it");
      lifted = null;
    });
  }
  for (const column of board.querySelectorAll("[data-status]")) {
    const takes = () => lifted && lifted.closest("[data-status]") !== column;
    column.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      column.classList.add("over-it");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over-it");
    });
    column.addEventListener("drop", (event) => {
      if (!takes()) return;
      event.preventDefault();
      const form = lifted.querySelector("form");
      form.elements.to.value = column.dataset.status;
      form.requestSubmit();
    });
  }
}

const many = document.getElementById("many");
if (many) {
  const tell = () => {
    const n = many.querySelectorAll("[name=ids]:checked").length;
    many.querySelector("[data-chosen]").textContent = n ? ` (${n})` : "";
  };
  many.addEventListener("change", tell);
  addEventListener("pageshow", tell);
}
