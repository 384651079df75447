/** What everyone is shown before their first mint. */
export const RISK_DISCLOSURE =
  "As an emerging financial derivative, theoretically, there is no liquidation risks for a leveraged token. However, with " +
  "incorrect trend predictions, there will be a risk that the net asset value of a leveraged token approaches 0 amid " +
  "extreme market conditions. Please fully understand the rules before engaging in leveraged token trading and be " +
  "cautious to reduce potential risks.";
