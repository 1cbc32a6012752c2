import { amount, amounts, duration, text, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR, MINUTE } from '../units.ts';

export const infra = {
  currency: option(
    'GRAPHKEEP_INFRA_CURRENCY',
    text('the code of a currency, like USD', /^[A-Z]{3}$/),
    'What amounts of money are in: a label, nothing is converted.',
    { default: 'USD' },
  ),
  fiscalYearStart: option(
    'GRAPHKEEP_INFRA_FISCAL_YEAR_START',
    wholeNumber(1, 12),
    'The month that the fiscal year begins with.',
    { default: '1' },
  ),
  hourCost: option(
    'GRAPHKEEP_INFRA_HOUR_COST',
    amount(),
    'What an hour of work costs. Unset: saved hours are not turned into money.',
  ),
  investment: option(
    'GRAPHKEEP_INFRA_INVESTMENT',
    amounts('initiative'),
    'What was put into initiatives, for their return on investment. Unset: that is not told.',
  ),
  budget: option(
    'GRAPHKEEP_INFRA_BUDGET',
    amounts('cost centre'),
    'What the estate may cost in a fiscal year. Unset: nothing is compared with a budget.',
  ),
  validateEveryMs: option(
    'GRAPHKEEP_INFRA_VALIDATE_EVERY',
    duration(MINUTE, 30 * 24 * HOUR),
    'How often the installation validates itself. Unset: when somebody asks for it.',
  ),
};
