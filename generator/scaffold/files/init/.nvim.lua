-- Neovim (0.11 or later, with :set exrc): completion and explanations for every
-- field, by yaml-language-server and the schemas of this repository.
vim.lsp.config('yamlls', {
  settings = {
    yaml = {
      schemas = {
        ['./schema/publisher.schema.json'] = 'publisher.yaml',
        ['./schema/vendor.schema.json'] = '/vendors/*.yaml',
        ['./schema/vendor-status.schema.json'] = '/advisories/**/vendors/*.yaml',
      },
    },
  },
})
vim.lsp.enable('yamlls')
