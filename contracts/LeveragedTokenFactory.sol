// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IFundDesk} from "./interfaces/IFundDesk.sol";
import {IFuturesVenue} from "./interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {CreateParams, ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {IRebalancePolicy} from "./interfaces/IRebalancePolicy.sol";
import {CodeStorage} from "./libraries/CodeStorage.sol";
import {TokenNaming} from "./libraries/TokenNaming.sol";
import {TokenRules} from "./libraries/TokenRules.sol";
import {Fees, Limits, Phase, TokenConfig} from "./types/Token.sol";
import {MarketTerms} from "./types/Venue.sol";

/// @title LeveragedTokenFactory
/// @notice See {ILeveragedTokenFactory}. Tokens take governance from here alone, so the roles of the AccessManager are
/// set once, on this contract, and hold for every token from its first block.
contract LeveragedTokenFactory is ILeveragedTokenFactory, AccessManaged {
    /// @inheritdoc ILeveragedTokenFactory
    address public override feeCollector;
    /// @inheritdoc ILeveragedTokenFactory
    mapping(address token => bool) public override isToken;

    /// @inheritdoc ILeveragedTokenFactory
    mapping(IRebalancePolicy policy => bool) public override isPolicyAllowed;

    /// @inheritdoc ILeveragedTokenFactory
    IFundDesk public immutable override desk;

    /// @dev Contracts that hold the creation code of {LeveragedToken}, in order.
    address[] private _codeChunks;
    ILeveragedToken[] private _tokens;
    mapping(string symbol => ILeveragedToken) private _bySymbol;
    mapping(IFuturesVenue venue => mapping(bytes32 market => string)) private _underlyings;

    modifier known(ILeveragedToken token) {
        if (!isToken[address(token)]) revert Factory_UnknownToken(address(token));
        _;
    }

    /// @param authority AccessManager that knows the governor and the guardian.
    /// @param desk_ Serves every token created here.
    /// @param codeChunks Contracts that hold the creation code of the token, in order.
    constructor(
        address authority,
        address feeCollector_,
        IFundDesk desk_,
        address[] memory codeChunks
    ) AccessManaged(authority) {
        desk = desk_;
        _codeChunks = codeChunks;
        _setFeeCollector(feeCollector_);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function create(CreateParams calldata params) external restricted returns (ILeveragedToken token) {
        string memory underlying = _underlyings[params.venue][params.market];
        if (bytes(underlying).length == 0) revert Factory_MarketNotAllowed(params.venue, params.market);
        if (!isPolicyAllowed[params.policy]) revert Factory_PolicyNotAllowed(params.policy);
        uint256 initialNav = params.initialNav;
        if (initialNav == 0) {
            initialNav = 10 ** IERC20Metadata(address(params.venue.collateral())).decimals();
        }
        MarketTerms memory terms = params.venue.terms(params.market);
        TokenRules.validate(params.leverage, initialNav, params.policy, terms);
        TokenRules.validateFees(params.leverage, params.fees, params.policy, terms);
        TokenRules.validateLimits(params.limits);
        string memory symbol = TokenNaming.symbol(underlying, params.leverage);
        _requireFree(symbol);

        bytes memory config = abi.encode(
            TokenConfig({
                name: TokenNaming.name(underlying, params.leverage),
                symbol: symbol,
                venue: params.venue,
                market: params.market,
                leverage: params.leverage,
                initialNav: initialNav,
                policy: params.policy,
                desk: desk,
                fees: params.fees,
                limits: params.limits
            })
        );
        bytes memory code = bytes.concat(CodeStorage.read(_codeChunks), config);
        token = ILeveragedToken(Create2.deploy(0, bytes32(_tokens.length), code));
        _tokens.push(token);
        _bySymbol[symbol] = token;
        isToken[address(token)] = true;
        emit TokenCreated(token, symbol, params.market, params.leverage);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function allowMarket(IFuturesVenue venue, bytes32 market, string calldata underlying) external restricted {
        venue.terms(market);
        _underlyings[venue][market] = underlying;
        emit MarketAllowed(venue, market, underlying);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function allowPolicy(IRebalancePolicy policy, bool allowed) external restricted {
        isPolicyAllowed[policy] = allowed;
        emit PolicyAllowed(policy, allowed);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function setFeeCollector(address collector) external restricted {
        _setFeeCollector(collector);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function setFees(ILeveragedToken token, Fees calldata fees) external restricted known(token) {
        TokenRules.validateFees(token.targetLeverage(), fees, token.policy(), token.venue().terms(token.market()));
        token.setFees(fees);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function setLimits(ILeveragedToken token, Limits calldata limits) external restricted known(token) {
        TokenRules.validateLimits(limits);
        token.setLimits(limits);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function pauseMint(ILeveragedToken token) external restricted known(token) {
        token.setMintPaused(true);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function unpauseMint(ILeveragedToken token) external restricted known(token) {
        token.setMintPaused(false);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function windDown(ILeveragedToken token, uint256 minAssets) external restricted known(token) {
        token.windDown(minAssets);
    }

    /// @inheritdoc ILeveragedTokenFactory
    function tokens(uint256 offset, uint256 limit) external view returns (ILeveragedToken[] memory page) {
        uint256 end = Math.min(Math.saturatingAdd(offset, limit), _tokens.length);
        page = new ILeveragedToken[](Math.saturatingSub(end, offset));
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _tokens[offset + i];
        }
    }

    /// @inheritdoc ILeveragedTokenFactory
    function tokenCount() external view returns (uint256) {
        return _tokens.length;
    }

    /// @inheritdoc ILeveragedTokenFactory
    function tokenBySymbol(string calldata symbol) external view returns (ILeveragedToken token) {
        token = _bySymbol[symbol];
        if (address(token) == address(0)) revert Factory_UnknownSymbol(symbol);
    }

    /// @dev A settled token makes way for a successor; it stays in the registry, and redeemable, for ever.
    function _requireFree(string memory symbol) private view {
        ILeveragedToken holder = _bySymbol[symbol];
        if (address(holder) == address(0) || holder.state().phase == Phase.Settled) return;
        revert Factory_SymbolTaken(symbol, holder);
    }

    function _setFeeCollector(address collector) private {
        if (collector == address(0)) revert Factory_ZeroAddress();
        feeCollector = collector;
        emit FeeCollectorSet(collector);
    }
}
