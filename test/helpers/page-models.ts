/** Models for the tests of web pages. */

/** A name of a model, or of anything else, that is markup. */
export const NASTY = '</script><img src=x onerror=document.title="hit">';

export const PRICES = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 2e-6,
  output_cost_per_token: 8e-6,
};

/** A map has 50 models or more. */
export const OTHERS = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`gull-${at}`, PRICES]));
