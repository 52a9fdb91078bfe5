import { latinNames, type NameStock } from './name-stock.ts'

const families = latinNames(`
  Aguilar Barrios Cárdenas Domínguez Escudero Fuentes Galindo Herrera Ibáñez Jurado Lozano Montero Nájera Olmedo
  Palomares Quiroga Robledo Salcedo Tejada Urrutia Valverde Yáñez Zamora Arriaga Benavente Castaño Encinas Figueroa
  Granados Luján Márquez Peñalver`)

export const spanishNames: NameStock = {
  women: latinNames(`
    Adriana Beatriz Carmen Dolores Elena Fernanda Gloria Inmaculada Jimena Leticia Marisol Nuria Olga Paloma Remedios
    Rocío Silvia Teresa Verónica Ximena`),
  men: latinNames(`
    Alejandro Bernardo César Diego Eduardo Fermín Gonzalo Hernán Ignacio Joaquín Leandro Manuel Nicolás Óscar Pablo
    Ramiro Santiago Tomás Ulises Vicente`),
  familiesOfWomen: families,
  familiesOfMen: families,
  familyCount: 2,
}
