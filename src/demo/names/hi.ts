import { type NameStock, transliteratedNames } from './name-stock.ts'

const families = transliteratedNames(`
  अग्रवाल agrawal अवस्थी awasthi बंसल bansal भारद्वाज bharadwaj भट्ट bhatt चतुर्वेदी chaturvedi चौहान chauhan दीक्षित dixit
  दुबे dubey गोयल goyal जैन jain जोशी joshi कौशिक kaushik खंडेलवाल khandelwal माहेश्वरी maheshwari मिश्रा mishra
  नागर nagar ओझा ojha पाठक pathak पुरोहित purohit राठौड़ rathore सक्सेना saxena शेखावत shekhawat शुक्ला shukla
  सिसोदिया sisodia सोलंकी solanki श्रीवास्तव srivastava तिवारी tiwari त्रिवेदी trivedi उपाध्याय upadhyay वाजपेयी vajpayee
  व्यास vyas`)

export const hindiNames: NameStock = {
  women: transliteratedNames(`
    आरती aarti भावना bhavna चित्रा chitra दीपिका deepika गायत्री gayatri हेमलता hemlata इंदिरा indira ज्योति jyoti कविता kavita
    लक्ष्मी lakshmi मंजू manju नेहा neha पल्लवी pallavi रश्मि rashmi संगीता sangeeta शालिनी shalini सुनीता sunita उर्मिला urmila
    वंदना vandana यामिनी yamini`),
  men: transliteratedNames(`
    अजय ajay भूपेंद्र bhupendra चंद्रेश chandresh देवेंद्र devendra गिरीश girish हरीश harish जगदीश jagdish कैलाश kailash
    ललित lalit महेश mahesh नरेश naresh ओमप्रकाश omprakash प्रदीप pradeep राजेश rajesh संजय sanjay सुरेश suresh
    उमेश umesh विक्रम vikram विनोद vinod योगेश yogesh`),
  familiesOfWomen: families,
  familiesOfMen: families,
  familyCount: 1,
}
