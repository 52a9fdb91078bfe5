import { latinNames, type NameStock } from './name-stock.ts'

const families = latinNames(`
  Ahrens Baumgärtner Brinkmann Dahlmann Eichhorn Falkenberg Gerstner Hagedorn Imhof Jungbluth Kaltenbach Lindner
  Mühlbauer Niedermeier Oberhuber Pfannenstiel Quast Rosenthal Sonnleitner Trautmann Uhlmann Voßkamp Weidenfeld
  Zellinger Angerer Burghardt Dörfler Engelbrecht Freudental Grünwald Hölzl Kirchhoff`)

export const germanNames: NameStock = {
  women: latinNames(`
    Annika Birgit Carolin Dorothea Elke Friederike Gisela Hannelore Ines Johanna Katharina Liselotte Marlene Nadine
    Ottilie Petra Renate Sabine Theresa Ulrike`),
  men: latinNames(`
    Andreas Bernhard Christoph Dieter Eckhard Florian Günther Holger Ingo Jürgen Konrad Lothar Matthias Norbert Olaf
    Rainer Sebastian Thorsten Uwe Wolfgang`),
  familiesOfWomen: families,
  familiesOfMen: families,
  familyCount: 1,
}
