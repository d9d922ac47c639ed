'use strict';

/* The office's few scripts. Every screen works without them, only less comfortably. */

// On a phone a list shows its rows as cards: each cell then needs the title of its column.
function labelCells(table) {
    const titles = [...table.querySelectorAll('thead th')].map((th) => th.textContent.trim());
    for (const row of table.querySelectorAll('tbody tr')) {
        [...row.children].forEach((cell, place) => {
            const isText = cell.tagName === 'TD' && !cell.matches('.action-checkbox, .original, .delete');
            if (isText && titles[place]) {
                cell.dataset.label = titles[place];
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

document.querySelectorAll('#result_list').forEach(labelCells);

const still = document.querySelector('link[rel="office-still-here"]');
if (still) {
    document.querySelectorAll('#content-main form').forEach((form) => staySignedIn(form, still.href));
}

// The menu starts folded where it would push the page out of sight.
if (window.matchMedia('(max-width: 767px)').matches) {
    document.querySelectorAll('.office-nav details').forEach((menu) => menu.removeAttribute('open'));
}
