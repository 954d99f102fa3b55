// Only a comfort: the page is whole without it.
"use strict";
// a mark's words at once, instead of the browser's slow hint
const box = document.createElement("div");
box.className = "hint";
box.setAttribute("aria-hidden", "true");
document.body.append(box);
for (const title of document.querySelectorAll("svg title")) {
  title.parentNode.dataset.hint = title.textContent;
  title.remove();
}
document.addEventListener("pointermove", (event) => {
  const mark = event.target.closest ? event.target.closest("[data-hint]") : null;
  box.textContent = mark ? mark.dataset.hint : "";
  if (!mark) return;
  const x = Math.min(event.clientX + 14, innerWidth - box.offsetWidth - 8);
  box.style.left = Math.max(8, x) + "px";
  box.style.top = Math.max(8, event.clientY - box.offsetHeight - 12) + "px";
});
// one history at a time
const courses = [...document.querySelectorAll("details.course")];
const picker = document.getElementById("picker");
if (picker && courses.length > 1) {
  const label = document.createElement("label");
  label.textContent = "Show ";
  const select = document.createElement("select");
  for (const course of courses) {
    const option = document.createElement("option");
    option.value = course.id;
    option.textContent = course.querySelector("summary").textContent.trim();
    select.append(option);
  }
  label.append(select);
  picker.append(label);
  const show = () => {
    for (const course of courses) {
      course.hidden = course.id !== select.value;
      course.open = !course.hidden;
    }
  };
  const asked = location.hash.slice(1);
  if (courses.some((course) => course.id === asked)) select.value = asked;
  select.addEventListener("change", show);
  show();
}
