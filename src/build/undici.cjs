// The part of undici that a fetch uses: its index would bring WebSocket, mocks and caches, 60 KB more in the package.
const api = require('undici/lib/api');
const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
const EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');

Object.assign(Dispatcher.prototype, api);
module.exports = { EnvHttpProxyAgent };
