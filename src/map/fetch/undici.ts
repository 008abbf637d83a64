/** What is used of undici. The build makes this file a bundle of its own: only a fetch loads it. */
export { EnvHttpProxyAgent, type Dispatcher } from 'undici';
