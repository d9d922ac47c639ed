'use strict';

/* The office's few scripts. Every screen works without them, only less comfortably. */

// On a phone a list shows its rows as cards: each cell then needs the title of its column.
function labelCells(table) {
    const mute = table.querySelector('th.original:empty');
    if (mute) {
        mute.innerHTML = `<span class="visually-hidden">${gettext('Row')}</span>`;
    }
    // Of a sorted column the header also holds its place in the order.
    const titles = [...table.querySelectorAll('thead th')].map((th) => (th.querySelector('.text') ?? th).textContent.trim());
    for (const row of table.querySelectorAll('tbody tr')) {
        [...row.children].forEach((cell, place) => {
            const isText = cell.tagName === 'TD' && !cell.matches('.action-checkbox, .original, .delete');
            if (isText && titles[place]) {
                cell.dataset.label = titles[place];
            }
            if (table.id !== 'result_list' && titles[place]) {
                cell.querySelectorAll('input:not([type=hidden]), select, textarea').forEach((field) => {
                    field.setAttribute('aria-label', titles[place]);
                });
            }
            cell.classList.toggle('is-empty', cell.textContent.trim() === '-');
        });
    }
}

// Whoever writes is not idle: the session's end is put off while keys are pressed, so that no text is lost.
function staySignedIn(form, address) {
    const everyMinutes = 5;
    let askedAt = Date.now();
    form.addEventListener('input', () => {
        if (Date.now() - askedAt > everyMinutes * 60000) {
            askedAt = Date.now();
            fetch(address, {credentials: 'same-origin'});
        }
    });
}

// The editor's buttons speak English; `gettext` has their words from zoneportal.admin.words.
function translateButtons(editor) {
    const bar = editor.closest('.prose-editor').querySelector('.prose-menubar');
    if (!bar) {
        return;
    }
    for (const button of bar.querySelectorAll('[title]')) {
        button.title = gettext(button.title);
        button.setAttribute('aria-label', button.title);
    }
    for (const option of bar.querySelectorAll('.prose-menubar__option > *')) {
        option.textContent = gettext(option.textContent);
    }
}

// The rich text editor hides the field it stands for, and with it the label.
function nameEditor(event) {
    const {editor, textarea} = event.detail;
    const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
    if (label) {
        editor.view.dom.setAttribute('aria-label', label.textContent.replace(/[:：]\s*$/, '').trim());
        label.addEventListener('click', () => editor.view.focus());
    }
    setTimeout(() => translateButtons(editor.view.dom)); // the buttons come right after the editor
    editor.on('transaction', () => translateButtons(editor.view.dom));
}

document.addEventListener('prose-editor:ready', nameEditor);

// The editor adds its first rules as a style in the page, which the policy forbids, unless it finds them there.
// They stand in editor.css; this element is no style sheet in any browser, and is all that the editor looks for.
const found = document.createElementNS('urn:office', 'style');
found.setAttribute('data-tiptap-style', '');
document.head.append(found);
document.querySelectorAll('#result_list, .tabular table').forEach(labelCells);

const still = document.querySelector('link[rel="office-still-here"]');
if (still) {
    document.querySelectorAll('#content-main form').forEach((form) => staySignedIn(form, still.href));
}

// Boxes that Django's scripts build have no name, or have it where no screen reader looks.
function nameBoxes() {
    for (const box of document.querySelectorAll('.select2-selection')) {
        const field = box.closest('.select2-container').previousElementSibling;
        const name = field?.getAttribute('aria-label') || field?.labels?.[0]?.textContent.replace(/[:：]\s*$/, '').trim();
        for (const part of [box, box.querySelector('[role=textbox]')]) {
            part?.removeAttribute('aria-labelledby');
            part?.setAttribute('aria-label', name || gettext('Filter'));
        }
    }
    document.querySelectorAll('.help-tooltip[aria-label]').forEach((tip) => tip.setAttribute('role', 'img'));
}

window.addEventListener('load', () => setTimeout(nameBoxes)); // jQuery may build them just after
document.addEventListener('formset:added', () => setTimeout(nameBoxes));

// The menu starts folded where it would push the page out of sight.
if (window.matchMedia('(max-width: 767px)').matches) {
    document.querySelectorAll('.office-nav details').forEach((menu) => menu.removeAttribute('open'));
}
