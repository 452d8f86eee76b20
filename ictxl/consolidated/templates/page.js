(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const department = document.getElementById("filter-department");
  const rating = document.getElementById("filter-rating");
  const status = document.getElementById("filter-status");
  const answers = [...document.querySelectorAll("[data-department]")];
  const show = (element, shown) => element.toggleAttribute("data-filtered", !shown);
  const apply = () => {
    for (const answer of answers) {
      show(answer, (!department.value || answer.dataset.department === department.value) &&
        (!rating.value || answer.dataset.rating === rating.value));
    }
    const filtered = department.value || rating.value;
    for (const row of document.querySelectorAll(".progress tbody tr")) {
      if (row.dataset.department === undefined) show(row, !filtered || row.querySelector(".answer:not([data-filtered])"));
    }
    for (const area of document.querySelectorAll(".area")) {
      show(area, !filtered || area.querySelector("tbody tr:not([data-filtered])"));
    }
    const left = document.querySelectorAll(".answer:not([data-filtered])").length;
    status.textContent = filtered ? `${left} 件の回答を表示しています。` : "";
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
