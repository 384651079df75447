// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Fees, Limits} from "../types/Token.sol";
import {IFundDesk} from "./IFundDesk.sol";
import {IFuturesVenue} from "./IFuturesVenue.sol";
import {ILeveragedToken} from "./ILeveragedToken.sol";
import {IRebalancePolicy} from "./IRebalancePolicy.sol";

/// @notice What the governor chooses of a new token; name and symbol follow from market and leverage.
/// @param venue Exchange, allow-listed together with the market.
/// @param market Market of that exchange.
/// @param leverage {1} Target leverage, signed WAD, a multiple of 0.01.
/// @param initialNav {collateral} Price of one whole token at the first mint; 0 stands for one whole unit of collateral.
/// @param policy Decides when and how it rebalances; allow-listed.
/// @param fees What it charges.
/// @param limits What bounds it.
struct CreateParams {
    IFuturesVenue venue;
    bytes32 market;
    int256 leverage;
    uint256 initialNav;
    IRebalancePolicy policy;
    Fees fees;
    Limits limits;
}

/// @title ILeveragedTokenFactory
/// @notice Creates tokens, keeps their registry, and is the one door through which they are governed.
interface ILeveragedTokenFactory {
    event TokenCreated(ILeveragedToken indexed token, string symbol, bytes32 indexed market, int256 leverage);
    /// @param underlying What the market is called in symbols; empty when it is no longer allowed.
    event MarketAllowed(IFuturesVenue indexed venue, bytes32 indexed market, string underlying);
    event PolicyAllowed(IRebalancePolicy indexed policy, bool allowed);
    event FeeCollectorSet(address indexed collector);

    /// @notice Thrown when a token is created in a market that is not allow-listed.
    error Factory_MarketNotAllowed(IFuturesVenue venue, bytes32 market);
    /// @notice Thrown when a token of that symbol exists and is not settled.
    error Factory_SymbolTaken(string symbol, ILeveragedToken token);
    /// @notice Thrown when no token has that symbol.
    error Factory_UnknownSymbol(string symbol);
    /// @notice Thrown when an address is not a token of this registry.
    error Factory_UnknownToken(address token);
    /// @notice Thrown when leverage is 0, beyond 5 or finer than 0.01.
    error Factory_Leverage(int256 leverage);
    /// @notice Thrown when the price of the first token, in units of collateral, does not divide 1e18.
    error Factory_InitialNav(uint256 initialNav);
    /// @notice Thrown when a token is created with a policy that is not allow-listed.
    error Factory_PolicyNotAllowed(IRebalancePolicy policy);
    /// @notice Thrown when the policy's emergency band {1} is out of range: beyond `max` the venue refuses increases, or
    /// liquidation is too near.
    error Factory_EmergencyBand(uint256 band, uint256 min, uint256 max);
    /// @notice Thrown when the largest trade {whole usd} is too small to rebalance with.
    error Factory_MaxTradeTooSmall(uint256 maxTrade, uint256 min);
    /// @notice Thrown when mint and redeem fee together {1}, WAD, are so low that a move which the feed hides pays for them.
    error Factory_FeesBelowArbitrageBound(uint256 roundTrip, uint256 least);
    /// @notice Thrown when the fee collector would be the zero address.
    error Factory_ZeroAddress();

    /// @notice Creates a token. Governor only.
    function create(CreateParams calldata params) external returns (ILeveragedToken token);

    /// @notice Allows tokens in a market, named `underlying` in symbols; an empty name forbids further ones. Governor only.
    function allowMarket(IFuturesVenue venue, bytes32 market, string calldata underlying) external;

    /// @notice Allows new tokens to use a policy, or forbids it. Governor only.
    function allowPolicy(IRebalancePolicy policy, bool allowed) external;

    /// @notice Sets who receives fee shares. Governor only.
    function setFeeCollector(address collector) external;

    /// @notice Sets a token's fees within their hard caps. Governor only.
    function setFees(ILeveragedToken token, Fees calldata fees) external;

    /// @notice Sets a token's capacity and trade size. Governor only.
    function setLimits(ILeveragedToken token, Limits calldata limits) external;

    /// @notice Pauses minting of a token. Guardian only; redemption cannot be paused.
    function pauseMint(ILeveragedToken token) external;

    /// @notice Unpauses minting of a token. Governor only.
    function unpauseMint(ILeveragedToken token) external;

    /// @notice Closes a token's position and settles it for good, or reverts when less than `minAssets` is left. Governor only.
    function windDown(ILeveragedToken token, uint256 minAssets) external;

    /// @notice Who receives fee shares.
    function feeCollector() external view returns (address);

    /// @notice The desk of every token created here.
    function desk() external view returns (IFundDesk);

    /// @notice Whether new tokens may use `policy`.
    function isPolicyAllowed(IRebalancePolicy policy) external view returns (bool);

    /// @notice Returns a page of the registry, oldest first.
    function tokens(uint256 offset, uint256 limit) external view returns (ILeveragedToken[] memory page);

    /// @notice Number of tokens created.
    function tokenCount() external view returns (uint256);

    /// @notice Returns the token of that symbol, the newest where earlier ones are settled. Reverts if there is none.
    function tokenBySymbol(string calldata symbol) external view returns (ILeveragedToken);

    /// @notice Whether `token` was created here.
    function isToken(address token) external view returns (bool);
}
