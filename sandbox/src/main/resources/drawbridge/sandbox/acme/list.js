// Appointments as rows that can be selected, and deleted together.
import { call, element } from '/page/calendar.js';

const MOST = 200; // ids that one call takes

export class List {
  /** @param place {rows, all, tally, remove, sure, trouble}: the parts of the page it lives in */
  constructor(place, { open, path, done }) {
    this.place = place;
    this.open = open;
    this.path = path;
    this.done = done;
    this.selected = new Set();
    this.shown = [];
    this.last = null;
    place.all.onchange = () => this.selectAll(place.all.checked);
    place.remove.onclick = () => this.ask();
  }

  forget() {
    this.selected.clear();
    this.place.sure.hidden = true;
    this.place.trouble.hidden = true;
  }

  /** @param lines [{record, cells: [text, …]}] */
  show(lines) {
    this.shown = lines.map((line) => line.record.id);
    const there = new Set(this.shown);
    [...this.selected].filter((id) => !there.has(id)).forEach((id) => this.selected.delete(id));
    this.place.rows.replaceChildren(...lines.map((line, index) => this.row(line, index)));
    this.tell();
  }

  row({ record, cells }, index) {
    const row = element('tr');
    row.dataset.id = record.id;
    const box = element('input');
    box.type = 'checkbox';
    box.checked = this.selected.has(record.id);
    box.setAttribute('aria-label', 'Select ' + cells[0]);
    box.onclick = (event) => this.select(index, box.checked, event.shiftKey);
    const first = element('td', 'pick');
    first.append(box);
    first.onclick = (event) => event.stopPropagation();
    row.append(first, ...cells.map((text, column) => element('td', column === 0 ? 'strong' : '', text)));
    row.onclick = () => this.open(record);
    row.classList.toggle('is-selected', box.checked);
    return row;
  }

  /** With the shift key, all rows from the one that was clicked before. */
  select(index, on, whole) {
    const from = whole && this.last !== null ? Math.min(index, this.last) : index;
    const to = whole && this.last !== null ? Math.max(index, this.last) : index;
    for (let i = from; i <= to; i++) this.mark(i, on);
    this.last = index;
    this.tell();
  }

  selectAll(on) {
    this.shown.forEach((_, index) => this.mark(index, on));
    this.tell();
  }

  mark(index, on) {
    const id = this.shown[index];
    on ? this.selected.add(id) : this.selected.delete(id);
    const row = this.place.rows.children[index];
    row.classList.toggle('is-selected', on);
    row.querySelector('input').checked = on;
  }

  tell() {
    const count = this.selected.size;
    this.place.remove.disabled = count === 0;
    this.place.remove.textContent = count === 0 ? 'Delete selected' : `Delete ${count} selected`;
    this.place.all.checked = count > 0 && count === this.shown.length;
    this.place.all.indeterminate = count > 0 && count < this.shown.length;
    this.place.tally.textContent = this.shown.length === 1 ? '1 appointment' : `${this.shown.length} appointments`;
    if (count === 0) this.place.sure.hidden = true;
  }

  ask() {
    const ids = [...this.selected];
    const many = ids.length === 1 ? 'this appointment' : `these ${ids.length} appointments`;
    const yes = element('button', 'delete', 'Delete');
    const no = element('button', '', 'Keep');
    yes.type = no.type = 'button';
    yes.onclick = () => this.remove(ids);
    no.onclick = () => (this.place.sure.hidden = true);
    this.place.sure.replaceChildren(element('span', '', `Delete ${many} for good?`), yes, no);
    this.place.sure.hidden = false;
    yes.focus();
  }

  async remove(ids) {
    this.place.sure.hidden = true;
    let failed = 0;
    try {
      for (let from = 0; from < ids.length; from += MOST) {
        const body = { ids: ids.slice(from, from + MOST) };
        const { results } = await call('POST', this.path('appointments/batch-delete'), body);
        failed += results.filter(({ status }) => status !== 204 && status !== 410).length;
      }
    } catch {
      failed = ids.length;
    }
    this.selected.clear();
    this.place.trouble.textContent = `${failed} of ${ids.length} could not be deleted.`;
    this.place.trouble.hidden = failed === 0;
    this.done();
  }
}
