// Stands for the colours that cli-table3 could give its borders; ours are painted by the theme.
module.exports = {};
