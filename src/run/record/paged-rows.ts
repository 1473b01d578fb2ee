/** Rows that are read back: a list as any other, whose rows look their fields up in the columns of pages. */
import type { Page } from './page.js';

export interface PagedRows<Row> {
  readonly list: Row[];
  put(row: Row): void;
}

export function pagedRows<Row>(newPage: () => Page<Row>): PagedRows<Row> {
  const list: Row[] = [];
  let page = newPage();
  return {
    list,
    put: (row) => {
      if (page.isFull) page = newPage();
      page.put(row);
      list.push(page.at(page.length - 1));
    },
  };
}
