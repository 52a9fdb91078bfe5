import { type NameStock, transliteratedNames } from './name-stock.ts'

export const russianNames: NameStock = {
  women: transliteratedNames(`
    Алла alla Валентина valentina Галина galina Дарья darya Евгения evgeniya Зинаида zinaida Ирина irina Кира kira
    Лариса larisa Маргарита margarita Надежда nadezhda Оксана oksana Полина polina Раиса raisa Светлана svetlana
    Тамара tamara Ульяна ulyana Эльвира elvira Юлия yuliya Ярослава yaroslava`),
  men: transliteratedNames(`
    Аркадий arkadiy Борис boris Виктор viktor Геннадий gennadiy Денис denis Егор egor Захар zakhar Игорь igor
    Кирилл kirill Леонид leonid Максим maksim Никита nikita Олег oleg Павел pavel Руслан ruslan Степан stepan
    Тимур timur Фёдор fyodor Эдуард eduard Юрий yuriy`),
  familiesOfWomen: transliteratedNames(`
    Авдеева avdeeva Березина berezina Вишнякова vishnyakova Голубева golubeva Дроздова drozdova Ермолаева ermolaeva
    Жукова zhukova Зимина zimina Ильинская ilyinskaya Калинина kalinina Лаптева lapteva Малинина malinina
    Нестерова nesterova Осокина osokina Панфилова panfilova Рябинина ryabinina Снегирёва snegiryova Третьякова tretyakova
    Уварова uvarova Филатова filatova Хомякова khomyakova Чижова chizhova Шубина shubina Щеглова shcheglova
    Юдина yudina Яблонская yablonskaya`),
  familiesOfMen: transliteratedNames(`
    Авдеев avdeev Березин berezin Вишняков vishnyakov Голубев golubev Дроздов drozdov Ермолаев ermolaev Жуков zhukov
    Зимин zimin Ильинский ilyinskiy Калинин kalinin Лаптев laptev Малинин malinin Нестеров nesterov Осокин osokin
    Панфилов panfilov Рябинин ryabinin Снегирёв snegiryov Третьяков tretyakov Уваров uvarov Филатов filatov
    Хомяков khomyakov Чижов chizhov Шубин shubin Щеглов shcheglov Юдин yudin Яблонский yablonskiy`),
  familyCount: 1,
}
