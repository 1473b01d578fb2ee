import type { Random } from '../../kit/random.js';
import { mintToken } from '../answers/token.js';

/** What a user asks. Under one name in the tree of chance it is always the same question. */
export interface Question {
  readonly token: string;
  /** One sentence, as a user would type it; the token is in it. */
  readonly prompt: string;
}

export function drawQuestion(random: Random): Question {
  const token = mintToken(random.at('token'));
  const words = SENTENCES[random.at('words').int(0, SENTENCES.length - 1)] ?? '';
  return { token, prompt: `${words} My reference is ${token}.` };
}

const SENTENCES = [
  'How do I move my data to a new account?',
  'Why was I charged twice this month?',
  'What is the difference between the two plans that you offer?',
  'Can you sum up the contract that I sent you yesterday?',
  'Which of my devices was signed in last night?',
  'How long does a delivery to an island take?',
  'Write a short answer to a customer whose order is late.',
  'What should I check before I close the books for the quarter?',
  'Explain this error message to somebody who does not program.',
  'Which documents do I need to register a bicycle for work?',
  'Plan three days in a city by the sea for two adults and a child.',
  'How can I make this paragraph easier to read?',
] as const;
