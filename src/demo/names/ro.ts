import { latinNames, type NameStock } from './name-stock.ts'

const families = latinNames(`
  Albu Bălănescu Cernat Drăgulescu Enăchescu Filimon Gheorghiță Hâncu Ilieș Lăzărescu Manolache Neculai Oprișan
  Păunescu Rădulescu Săvulescu Șerbănescu Tănăsescu Țurcanu Ursache Văcărescu Zamfirescu Bârsan Ciobanu Diaconescu
  Flueraș Grigoraș Lupșa Mărginean Nistor Răzvan Stănescu`)

export const romanianNames: NameStock = {
  women: latinNames(`
    Anca Bianca Cătălina Daniela Elena Florentina Gabriela Ileana Iuliana Lăcrămioara Mădălina Nicoleta Oana Paula
    Raluca Roxana Simona Ștefania Tatiana Viorica`),
  men: latinNames(`
    Adrian Bogdan Cătălin Dragoș Emil Florin Gheorghe Horațiu Ionuț Laurențiu Mircea Nicușor Octavian Petru Răzvan
    Sorin Ștefan Tiberiu Valentin Vlad`),
  familiesOfWomen: families,
  familiesOfMen: families,
  familyCount: 1,
}
