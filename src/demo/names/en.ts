import { latinNames, type NameStock } from './name-stock.ts'

const families = latinNames(`
  Ashworth Bramley Calloway Dunmore Ellison Fairclough Garrick Holloway Ingram Jessop Kingsley Langford Merriman Norwood
  Oakley Pemberton Quimby Radcliffe Sheldrake Thornbury Underhill Vickers Wetherby Yardley Ainslie Bexley Corbett
  Draycott Everly Fenwick Goodwin Hartley`)

export const englishNames: NameStock = {
  women: latinNames(`
    Abigail Beatrice Charlotte Daphne Eleanor Fiona Grace Harriet Imogen Josephine Katherine Lydia Margaret Naomi Olivia
    Philippa Rosalind Sophie Tabitha Violet`),
  men: latinNames(`
    Alistair Benjamin Conrad Dominic Edmund Frederick Gareth Henry Isaac Jonathan Kenneth Lewis Malcolm Nathaniel Oscar
    Patrick Rupert Simon Theodore Walter`),
  familiesOfWomen: families,
  familiesOfMen: families,
  familyCount: 1,
}
